package com.podi.contracts.ability;

/**
 * A key in the open: for the call to the provider, and for nothing that is kept.
 *
 * @param version of the secret, for whoever reports on it: the key may have been given another one meanwhile
 */
public record ProviderKey(String keyId, String key, int version) {

    @Override
    public String toString() {
        return "ProviderKey[" + keyId + ", version " + version + "]";
    }
}
