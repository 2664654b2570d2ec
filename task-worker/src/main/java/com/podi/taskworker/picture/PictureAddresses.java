package com.podi.taskworker.picture;

import com.podi.starter.seal.Sealer;
import com.podi.taskworker.queue.TaskImage;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** Keeps the addresses of pictures that lie elsewhere, sealed for their user. */
@Component
public class PictureAddresses {

    private final Sealer sealer;

    PictureAddresses(Sealer sealer) {
        this.sealer = sealer;
    }

    public TaskImage elsewhere(String name, String userId, URI address, String fileName) {
        byte[] plain = address.toString().getBytes(StandardCharsets.UTF_8);
        return TaskImage.elsewhere(name, sealer.seal(plain, purpose(userId)), fileName);
    }

    String of(TaskImage image, String userId) {
        byte[] sealed = Objects.requireNonNull(image.sealedUrl(), "the picture lies in our store");
        return new String(sealer.open(sealed, purpose(userId)), StandardCharsets.UTF_8);
    }

    static String purpose(String userId) {
        return "picture of " + userId;
    }
}
