package com.podi.media.upload;

import static org.assertj.core.api.Assertions.assertThat;

import com.podi.media.picture.FileType;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileNameTest {

    @ParameterizedTest
    @CsvSource({
        "origin.png, origin.png",
        "花纹-2.PNG, 花纹-2.PNG",
        "my picture (1).png, my_picture__1_.png",
        "noextension, noextension.png",
        "page.html, page.html.png",
        ".png, png.png",
    })
    void aNameKeepsWhatIsHarmless(String given, String safe) {
        assertThat(FileName.safe(given, FileType.PNG)).isEqualTo(safe);
    }

    @ParameterizedTest
    @CsvSource({
        "../../etc/passwd, passwd.png",
        "..\\..\\boot.ini, boot.ini.png",
        "/, picture.png",
        ".., picture.png",
        "a/../.., picture.png",
    })
    void aNameNeverBecomesAPath(String given, String safe) {
        assertThat(FileName.safe(given, FileType.PNG)).isEqualTo(safe);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\u0000b.png",
                "a\u202Egnp.png",
                "a\r\nb.png",
                "a\u001b[2Jb.png",
                "a\ud800b.png",
                "a%2f?#&\".png"
            })
    void aNameNeverSurprisesATerminalAHeaderOrALink(String given) {
        assertThat(FileName.safe(given, FileType.PNG)).matches("[a-zA-Z0-9._-]+\\.png");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "花", "\ud840\udc00"})
    void aNameFitsAFileSystem(String letter) {
        String safe = FileName.safe(letter.repeat(5000) + ".png", FileType.PNG);

        assertThat(safe).startsWith(letter).endsWith(".png");
        assertThat(safe.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(220);
    }

    @Test
    void everyNameOfATypeIsKnown() {
        assertThat(FileName.safe("a.jpeg", FileType.JPEG)).isEqualTo("a.jpeg");
        assertThat(FileName.safe("a.JPG", FileType.JPEG)).isEqualTo("a.JPG");
        assertThat(FileName.safe("a.png", FileType.JPEG)).isEqualTo("a.png.jpg");
    }
}
