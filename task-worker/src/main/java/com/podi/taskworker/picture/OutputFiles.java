package com.podi.taskworker.picture;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import com.podi.contracts.error.Text;
import com.podi.starter.http.GuardedHttp;
import com.podi.starter.http.UnwantedAnswerException;
import com.podi.taskworker.executor.ExecutionFailedException;
import com.podi.taskworker.executor.Output;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/** Brings what was produced into files, whatever form it has; none of it is longer than a result may be. */
@Component
public class OutputFiles {

    private static final long LARGEST = DataSize.ofMegabytes(200).toBytes();
    private static final int CHUNK = 64 * 1024;
    private static final String DATA_URI = "data:";
    private static final Text TOO_LARGE = new Text("结果超出大小限制", "the result is larger than a result may be");
    private static final String TOO_LONG = "an output has more than %d bytes".formatted(LARGEST);

    private static final List<Duration> PAUSES =
            List.of(Duration.ofMillis(500), Duration.ofSeconds(2), Duration.ofSeconds(5));

    /** As long as the largest takes at half a megabyte in a second. */
    private static final Duration PATIENCE =
            Duration.ofSeconds(30 + LARGEST / DataSize.ofKilobytes(512).toBytes());

    private final GuardedHttp web;

    OutputFiles(GuardedHttp web) {
        this.web = web;
    }

    /** @param file to be written; what is in a file already stays there */
    Path bring(Output.Source source, Path file) throws ExecutionFailedException, InterruptedException {
        try {
            Path brought = fetch(source, file);
            long size = Files.size(brought);
            if (size == 0) {
                throw broken("an output is empty", null);
            }
            if (size > LARGEST) {
                throw tooLarge(TOO_LONG, null);
            }
            return brought;
        } catch (PodiException refused) {
            throw refused.errorCode() == ErrorCode.IMAGE_TOO_LARGE
                    ? tooLarge(TOO_LONG, refused)
                    : broken("an output", refused);
        } catch (IOException | IllegalArgumentException failure) {
            throw source instanceof Output.AtUrl && mayPass(failure)
                    ? ExecutionFailedException.ofOurs(
                            ErrorCode.EXECUTOR_ERROR, "an output cannot be fetched for now", failure)
                    : broken("an output cannot be read", failure);
        }
    }

    /** What was made is still there: it is fetched once more, and not made once more. */
    private static boolean mayPass(Exception failure) {
        return failure instanceof IOException
                && !(failure instanceof UnwantedAnswerException answer && answer.isFinal());
    }

    private Path fetch(Output.Source source, Path file)
            throws IOException, ExecutionFailedException, InterruptedException {
        if (source instanceof Output.InFile there) {
            return there.file();
        } else if (source instanceof Output.InMemory memory) {
            return Files.write(file, memory.bytes());
        } else if (source instanceof Output.Written written) {
            return Files.writeString(file, written.text());
        } else if (source instanceof Output.InBase64 encoded) {
            copy(decoding(encoded.text()), file);
        } else if (source instanceof Output.Streamed streamed) {
            copy(streamed.opening().open(), file);
        } else if (source instanceof Output.AtUrl url) {
            download(url.url(), file);
        }
        return file;
    }

    /** What was made may have been paid for, so that it is fetched once more before it is made once more. */
    private void download(String url, Path file) throws IOException, InterruptedException {
        for (Duration pause : PAUSES) {
            try {
                web.download(url, file, LARGEST, PATIENCE);
                return;
            } catch (IOException failure) {
                if (!mayPass(failure)) {
                    throw failure;
                }
            }
            Thread.sleep(pause.toMillis());
        }
        web.download(url, file, LARGEST, PATIENCE);
    }

    private static InputStream decoding(String text) {
        int start = text.startsWith(DATA_URI) ? text.indexOf(',') + 1 : 0;
        byte[] encoded = text.substring(start).getBytes(StandardCharsets.ISO_8859_1);
        return Base64.getDecoder().wrap(new ByteArrayInputStream(encoded));
    }

    private static void copy(InputStream from, Path file) throws IOException, ExecutionFailedException {
        byte[] chunk = new byte[CHUNK];
        long total = 0;
        try (InputStream in = from;
                OutputStream out = Files.newOutputStream(file)) {
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                total += read;
                if (total > LARGEST) {
                    throw tooLarge(TOO_LONG, null);
                }
                out.write(chunk, 0, read);
            }
        }
    }

    /** It would be as large again, and it is not what the caller sent that is too large. */
    static ExecutionFailedException tooLarge(String reason, @Nullable Throwable cause) {
        return ExecutionFailedException.ofExecutor(ErrorCode.EXECUTOR_ERROR, reason, cause)
                .forGood()
                .explained(TOO_LARGE);
    }

    static ExecutionFailedException broken(String reason, @Nullable Throwable cause) {
        return ExecutionFailedException.ofExecutor(ErrorCode.EXECUTOR_ERROR, reason, cause);
    }
}
