package com.podi.taskworker.executor.cloud;

import com.podi.taskworker.executor.cloud.ProviderStub.Asked;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** How a stub feels about a call is written in the call itself, among its inputs: so tests at the same time do not meet. */
public final class Moods {

    public enum Mood {
        FINE,
        /** Three pictures instead of one. */
        MANY,
        SLOW,
        /** Against the provider's rules. */
        FORBIDDEN,
        /** It never succeeds. */
        FAILING,
        /** The first time something that is no picture. */
        ODD
    }

    private static final Pattern MOOD = Pattern.compile("mood-([A-Z]+)-([0-9a-f]{12})");

    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    /** To be put into an input. */
    public static String of(Mood mood) {
        String unique = UUID.randomUUID().toString().replace("-", "").substring(0, 12);
        return "mood-%s-%s".formatted(mood, unique);
    }

    public Mood of(Asked asked) {
        return of(asked.text());
    }

    public Mood of(String text) {
        Matcher mood = MOOD.matcher(text);
        return mood.find() ? Mood.valueOf(mood.group(1)) : Mood.FINE;
    }

    /** @return whether this call is odd, and the first of its kind */
    public boolean isOddNow(Asked asked) {
        Matcher mood = MOOD.matcher(asked.text());
        return mood.find() && mood.group(1).equals(Mood.ODD.name()) && seen.add(mood.group(2));
    }

    /** What a call yields, each wider than the one before. */
    public Stream<byte[]> pictures(Asked asked) {
        return isOddNow(asked)
                ? Stream.of("no picture at all, whatever it says".getBytes())
                : IntStream.rangeClosed(1, of(asked) == Mood.MANY ? 3 : 1).mapToObj(number -> png(16 * number, 12));
    }

    public static byte[] png(int width, int height) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "png", bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    public static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** What a video begins with. */
    public static byte[] mp4() {
        byte[] bytes = new byte[64];
        System.arraycopy(new byte[] {0, 0, 0, 24, 'f', 't', 'y', 'p', 'i', 's', 'o', 'm'}, 0, bytes, 0, 12);
        return bytes;
    }
}
