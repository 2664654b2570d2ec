package com.podi.media.picture;

import static org.assertj.core.api.Assertions.assertThat;

import com.podi.media.Pictures;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PictureReaderTest {

    private static final PictureLimits LIMITS = new PictureLimits(50_000_000, 16_384, 200_000_000, 65_500, 60);

    private final PictureReader reader = new PictureReader(LIMITS);

    @ParameterizedTest
    @CsvSource({"png,PNG", "jpeg,JPEG", "gif,GIF", "tiff,TIFF"})
    void readsTypeAndSize(String format, PictureType type) {
        assertThat(read(Pictures.of(format, 321, 123))).contains(new Picture(type, 321, 123));
    }

    @Test
    void readsAllThreeKindsOfWebp() {
        byte[] lossy = webp("VP8 ", 0, 0, 0, 0x9d, 0x01, 0x2a, 0x41, 0x01, 0x7b, 0x00);
        byte[] lossless = webp("VP8L", 0x2f, 0x40, 0x81, 0x1e, 0x00);
        byte[] extended = webp("VP8X", 0, 0, 0, 0, 0x40, 0x01, 0x00, 0x7a, 0x00, 0x00);

        assertThat(read(lossy)).contains(new Picture(PictureType.WEBP, 321, 123));
        assertThat(read(lossless)).contains(new Picture(PictureType.WEBP, 321, 123));
        assertThat(read(extended)).contains(new Picture(PictureType.WEBP, 321, 123));
    }

    @Test
    void findsTheSizeOfAJpegBehindLargeMetadataWithoutReadingAllOfIt() {
        byte[] jpeg = Pictures.of("jpeg", 321, 123);
        byte[] metadata = new byte[2 + 65_535];
        metadata[0] = (byte) 0xff;
        metadata[1] = (byte) 0xe1;
        metadata[2] = (byte) 0xff;
        metadata[3] = (byte) 0xff;
        byte[] start = Arrays.copyOf(jpeg, 2);
        byte[] rest = Arrays.copyOfRange(jpeg, 2, jpeg.length);
        byte[] large = Pictures.joined(start, metadata, metadata, metadata, rest, new byte[4_000_000]);
        AtomicLong fetched = new AtomicLong();

        Optional<Picture> picture = reader.read(large.length, (offset, length) -> {
            fetched.addAndGet(length);
            return Arrays.copyOfRange(large, (int) offset, (int) offset + length);
        });

        assertThat(picture).contains(new Picture(PictureType.JPEG, 321, 123));
        assertThat(fetched.get()).isLessThan(1_200_000);
    }

    @Test
    void refusesWhatIsNoPicture() {
        assertThat(read(new byte[0])).isEmpty();
        assertThat(read("this is a text named .png".getBytes(StandardCharsets.US_ASCII)))
                .isEmpty();
        assertThat(read("<svg xmlns=\"http://www.w3.org/2000/svg\"/>".getBytes(StandardCharsets.US_ASCII)))
                .isEmpty();
        assertThat(read(Pictures.pngClaiming(0, 10))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"png", "gif", "jpeg", "tiff"})
    void refusesAPictureWithoutItsEnd(String format) {
        byte[] whole = Pictures.of(format, 64, 64);

        assertThat(read(Arrays.copyOf(whole, whole.length / 2))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"png", "jpeg", "gif", "tiff"})
    void survivesEveryCut(String format) {
        byte[] whole = Pictures.of(format, 16, 16);

        for (int length = 0; length < whole.length; length++) {
            read(Arrays.copyOf(whole, length));
        }
    }

    @Test
    void claimsAreReadButNotAllowed() {
        Picture bomb = read(Pictures.pngClaiming(20_000, 20_000)).orElseThrow();
        Picture unsigned = read(Pictures.pngClaiming(-1, -1)).orElseThrow();

        assertThat(LIMITS.allowUpload(bomb)).isFalse();
        assertThat(LIMITS.allowUpload(unsigned)).isFalse();
        assertThat(LIMITS.allowUpload(read(Pictures.pngClaiming(16_384, 3_000)).orElseThrow()))
                .isTrue();
        assertThat(LIMITS.allowUpload(read(Pictures.pngClaiming(16_385, 1)).orElseThrow()))
                .isFalse();
        assertThat(LIMITS.allowUpload(read(Pictures.pngClaiming(10_000, 5_001)).orElseThrow()))
                .isFalse();
    }

    @Test
    void framesAreCountedUntilThereAreTooMany() {
        assertThat(read(Pictures.gifOfFrames(60))).get().matches(LIMITS::allowUpload);
        assertThat(read(Pictures.gifOfFrames(10_000)))
                .contains(new Picture(PictureType.GIF, 1, 1, 61))
                .get()
                .matches(picture -> !LIMITS.allowUpload(picture));
    }

    private Optional<Picture> read(byte[] bytes) {
        return reader.read(
                bytes.length, (offset, length) -> Arrays.copyOfRange(bytes, (int) offset, (int) offset + length));
    }

    private static byte[] webp(String chunk, int... data) {
        byte[] bytes = new byte[20 + data.length];
        byte[] riff = "RIFF".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(riff, 0, bytes, 0, 4);
        bytes[4] = (byte) (bytes.length - 8);
        System.arraycopy(("WEBP" + chunk).getBytes(StandardCharsets.US_ASCII), 0, bytes, 8, 8);
        bytes[16] = (byte) data.length;
        for (int i = 0; i < data.length; i++) {
            bytes[20 + i] = (byte) data[i];
        }
        return bytes;
    }
}
