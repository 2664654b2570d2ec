package com.podi.starter.seal;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.util.SecretBytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * Seals what must not lie open in a row. What is sealed names its key, so that keys can be changed, and opens only for what
 * it was sealed for, so that nobody can put it elsewhere.
 */
public final class Sealer {

    private static final int KEY_LENGTH = 32;
    private static final int NONCE_LENGTH = 12;
    private static final int TAG_LENGTH = 16;

    /** Of Tink: a byte for its version, then the id of the key. */
    private static final int PREFIX_LENGTH = 5;

    private final Aead cipher;
    private final byte[] present;
    private final boolean hasFormerKeys;

    /** @param keys 256 bits in Base64 each; the first one seals, all of them open */
    public Sealer(List<String> keys) throws GeneralSecurityException {
        AeadConfig.register();
        this.cipher = keys(keys).getPrimitive(RegistryConfiguration.get(), Aead.class);
        this.present = prefixOf(seal(new byte[0], ""));
        this.hasFormerKeys = keys.size() > 1;
    }

    public byte[] seal(byte[] plain, String purpose) {
        try {
            return cipher.encrypt(plain, bytes(purpose));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("cannot seal", impossible);
        }
    }

    public byte[] open(byte[] sealed, String purpose) {
        try {
            return cipher.decrypt(sealed, bytes(purpose));
        } catch (GeneralSecurityException wrongKey) {
            throw new IllegalStateException("does not open with PODI_MASTER_KEY: " + purpose, wrongKey);
        }
    }

    /** Whether there may be something that another key has sealed than the present one. */
    public boolean hasFormerKeys() {
        return hasFormerKeys;
    }

    /** Whether the key that seals now has sealed this; if not, it has to be sealed anew before the former key goes. */
    public boolean isPresent(byte[] sealed) {
        return Arrays.equals(present, prefixOf(sealed));
    }

    private static byte[] prefixOf(byte[] sealed) {
        return Arrays.copyOf(sealed, PREFIX_LENGTH);
    }

    private static KeysetHandle keys(List<String> keys) throws GeneralSecurityException {
        KeysetHandle.Builder all = KeysetHandle.newBuilder();
        for (String key : keys) {
            KeysetHandle.Builder.Entry entry = KeysetHandle.importKey(key(decoded(key)));
            all.addEntry(key.equals(keys.get(0)) ? entry.makePrimary() : entry);
        }
        return all.build();
    }

    private static AesGcmKey key(byte[] bytes) throws GeneralSecurityException {
        AesGcmParameters parameters = AesGcmParameters.builder()
                .setKeySizeBytes(KEY_LENGTH)
                .setIvSizeBytes(NONCE_LENGTH)
                .setTagSizeBytes(TAG_LENGTH)
                .setVariant(AesGcmParameters.Variant.TINK)
                .build();
        return AesGcmKey.builder()
                .setParameters(parameters)
                .setKeyBytes(SecretBytes.copyFrom(bytes, InsecureSecretKeyAccess.get()))
                .setIdRequirement(idOf(bytes))
                .build();
    }

    /** The same wherever the key stands among the others. */
    private static int idOf(byte[] key) throws GeneralSecurityException {
        return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(key)).getInt();
    }

    private static byte[] decoded(String key) {
        try {
            byte[] bytes = Base64.getDecoder().decode(key.trim());
            if (bytes.length == KEY_LENGTH) {
                return bytes;
            }
        } catch (IllegalArgumentException noBase64) {
            // Its message holds what was to be kept secret.
        }
        throw new IllegalStateException(
                "PODI_MASTER_KEY must be 32 bytes in Base64; more than one, separated by commas,"
                        + " while it is being replaced.");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
