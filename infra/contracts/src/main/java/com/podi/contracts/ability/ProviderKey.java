package com.podi.contracts.ability;

/** A key in the open: for the call to the provider, and for nothing that is kept. */
public record ProviderKey(String keyId, String key) {

    @Override
    public String toString() {
        return "ProviderKey[" + keyId + "]";
    }
}
