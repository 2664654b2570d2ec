package com.podi.media.picture;

import static org.assertj.core.api.Assertions.assertThat;

import com.podi.contracts.media.Purpose;
import com.podi.media.Pictures;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureReaderTest {

    private static final PictureLimits LIMITS = new PictureLimits(50_000_000, 16_384, 200_000_000, 65_500, 60, 2_000);

    private final PictureReader reader = new PictureReader(LIMITS);

    @ParameterizedTest
    @CsvSource({"png,PNG", "jpeg,JPEG", "gif,GIF", "tiff,TIFF"})
    void readsTypeAndSize(String format, FileType type) {
        assertThat(read(Pictures.of(format, 321, 123))).contains(new Picture(type, 321, 123));
    }

    @Test
    void readsAllThreeKindsOfWebp() {
        byte[] lossy = webp("VP8 ", 0, 0, 0, 0x9d, 0x01, 0x2a, 0x41, 0x01, 0x7b, 0x00);
        byte[] lossless = webp("VP8L", 0x2f, 0x40, 0x81, 0x1e, 0x00);
        byte[] extended = webp("VP8X", 0, 0, 0, 0, 0x40, 0x01, 0x00, 0x7a, 0x00, 0x00);

        assertThat(read(lossy)).contains(new Picture(FileType.WEBP, 321, 123));
        assertThat(read(lossless)).contains(new Picture(FileType.WEBP, 321, 123));
        assertThat(read(extended)).contains(new Picture(FileType.WEBP, 321, 123));
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

        assertThat(picture).contains(new Picture(FileType.JPEG, 321, 123));
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

        assertThat(LIMITS.allow(bomb, Purpose.INPUT)).isFalse();
        assertThat(LIMITS.allow(unsigned, Purpose.INPUT)).isFalse();
        assertThat(LIMITS.allow(read(Pictures.pngClaiming(16_384, 3_000)).orElseThrow(), Purpose.INPUT))
                .isTrue();
        assertThat(LIMITS.allow(read(Pictures.pngClaiming(16_385, 1)).orElseThrow(), Purpose.INPUT))
                .isFalse();
        assertThat(LIMITS.allow(read(Pictures.pngClaiming(10_000, 5_001)).orElseThrow(), Purpose.INPUT))
                .isFalse();
    }

    @Test
    void framesAreCountedUntilThereAreTooMany() {
        assertThat(read(Pictures.gifOfFrames(60))).get().matches(picture -> LIMITS.allow(picture, Purpose.INPUT));
        assertThat(read(Pictures.gifOfFrames(10_000)))
                .contains(new Picture(FileType.GIF, 1, 1, 2_001))
                .get()
                .matches(picture -> !LIMITS.allow(picture, Purpose.INPUT));
    }

    @Test
    void animationsAndPagesAreCountedLikewise() {
        assertThat(read(Pictures.apngOfFrames(60))).contains(new Picture(FileType.PNG, 8, 8, 60));
        assertThat(read(Pictures.apngOfFrames(10_000))).contains(new Picture(FileType.PNG, 8, 8, 2_001));
        assertThat(read(Pictures.webpOfFrames(60))).contains(new Picture(FileType.WEBP, 8, 8, 60));
        assertThat(read(Pictures.webpOfFrames(10_000))).contains(new Picture(FileType.WEBP, 8, 8, 2_001));
        assertThat(read(Pictures.tiffOfPages(60))).contains(new Picture(FileType.TIFF, 1, 1, 60));
        assertThat(read(Pictures.tiffOfPages(10_000))).contains(new Picture(FileType.TIFF, 1, 1, 2_001));
    }

    @Test
    void whatATaskProducedMayHaveManyMoreFrames() {
        Picture seconds = read(Pictures.webpOfFrames(200)).orElseThrow();

        assertThat(LIMITS.allow(seconds, Purpose.INPUT)).isFalse();
        assertThat(LIMITS.allow(seconds, Purpose.OUTPUT)).isTrue();
        assertThat(LIMITS.allow(read(Pictures.webpOfFrames(2_001)).orElseThrow(), Purpose.OUTPUT))
                .isFalse();
    }

    /** The chain of pages leads back to its first, or to a page with more entries than anybody writes. */
    @Test
    void aChainWithoutAnEndIsNotFollowedForEver() {
        assertThat(read(Pictures.tiffOfPages(3, 8))).contains(new Picture(FileType.TIFF, 1, 1, 2_001));
        byte[] crowded = Arrays.copyOf(Pictures.tiffOfPages(1), 1_000_000);
        crowded[8] = (byte) 0xff;
        crowded[9] = (byte) 0xff;
        assertThat(read(crowded)).isEmpty();
    }

    /** Chunk by chunk through four million bytes without a single frame. */
    @ParameterizedTest
    @ValueSource(strings = {"png", "webp", "gif"})
    void chunksThatSayNothingAreReadOnceAndByTheWindow(String format) {
        byte[] bytes = idle(format, 4_000_000);
        AtomicLong fetches = new AtomicLong();
        AtomicLong fetched = new AtomicLong();

        reader.read(bytes.length, (offset, length) -> {
            fetches.incrementAndGet();
            fetched.addAndGet(length);
            return Arrays.copyOfRange(bytes, (int) offset, (int) offset + length);
        });

        assertThat(fetches.get()).isLessThan(20);
        assertThat(fetched.get()).isLessThan(bytes.length + 100_000L);
    }

    @Test
    void aProgressiveJpegHasItsScansCounted() {
        byte[] usual = Pictures.progressiveJpeg(321, 123);

        assertThat(read(usual)).contains(new Picture(FileType.JPEG, 321, 123, 1, true));
        assertThat(read(Pictures.of("jpeg", 321, 123)).orElseThrow().progressive())
                .isFalse();
        assertThat(read(Pictures.jpegOfScans(80))).isPresent();
        assertThat(read(Pictures.jpegOfScans(101))).isEmpty();
        assertThat(read(Pictures.jpegOfScans(20_000))).isEmpty();
        assertThat(read(Arrays.copyOf(usual, usual.length - 2)))
                .as("without its end")
                .isEmpty();
        for (int length = 0; length < usual.length; length++) {
            assertThat(read(Arrays.copyOf(usual, length))).isEmpty();
        }
    }

    /** A decoder collects every scan of these as well, although they are not progressive. */
    @Test
    void soHasOneWhoseColoursComeOneByOne() {
        byte[] progressive = Pictures.jpegOfScans(20_000);
        for (int at = 0; at + 1 < progressive.length; at++) {
            if (progressive[at] == (byte) 0xff && progressive[at + 1] == (byte) 0xc2) {
                progressive[at + 1] = (byte) 0xc0;
                break;
            }
        }
        int scan = 0;
        while (progressive[scan] != (byte) 0xff || progressive[scan + 1] != (byte) 0xda) {
            scan++;
        }
        progressive[scan + 4] = 1;

        assertThat(read(progressive)).isEmpty();
    }

    private static byte[] idle(String format, int length) {
        byte[] start =
                switch (format) {
                    case "png" -> Arrays.copyOf(Pictures.apngOfFrames(1), 33);
                    case "webp" -> webp("VP8X", 0, 0, 0, 0, 7, 0, 0, 7, 0, 0);
                    default -> Arrays.copyOf(Pictures.gifOfFrames(1), 19);
                };
        byte[] idle =
                switch (format) {
                    case "png" -> new byte[] {0, 0, 0, 0, 't', 'E', 'X', 't', 0, 0, 0, 0};
                    case "webp" -> new byte[] {'J', 'U', 'N', 'K', 0, 0, 0, 0};
                    default -> new byte[] {'!', (byte) 0xfe, 0};
                };
        byte[] bytes = Arrays.copyOf(start, length);
        for (int at = start.length; at + idle.length <= length; at += idle.length) {
            System.arraycopy(idle, 0, bytes, at, idle.length);
        }
        if (format.equals("webp")) {
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(4, length - 8);
        }
        return bytes;
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
