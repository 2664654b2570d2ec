package com.podi.taskworker.executor.podi;

import com.podi.contracts.ability.Plan;
import com.podi.contracts.error.ErrorCode;
import com.podi.taskworker.SomeTask;
import com.podi.taskworker.executor.ExecutorContract;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.imageio.ImageIO;
import org.springframework.beans.factory.annotation.Autowired;

/** The built-in tools: nothing of them survives their process, so that an attempt begins anew and yields once all the same. */
class PodiContractIT extends ExecutorContract {

    @Autowired
    private WaitingTool waiting;

    @Override
    protected Call one() {
        return upscale(picture(20));
    }

    @Override
    protected int width() {
        return 40;
    }

    @Override
    protected int height() {
        return 20;
    }

    @Override
    protected Call three() {
        return upscale(picture(10), picture(20), picture(30));
    }

    @Override
    protected Call slow() {
        return call(WaitingTool.CAPABILITY, picture(20));
    }

    @Override
    protected void release() {
        waiting.release();
    }

    @Override
    protected int begun() {
        return waiting.begun.get();
    }

    @Override
    protected int atWork() {
        return waiting.atWork.get();
    }

    @Override
    protected boolean findsItsWorkAgain() {
        return false;
    }

    @Override
    protected Failing callersFault() {
        byte[] text = "no picture at all".getBytes(StandardCharsets.UTF_8);
        return new Failing(upscale(MEDIA.put("text.png", "image/png", text)), ErrorCode.IMAGE_FORMAT, 1);
    }

    @Override
    protected Failing executorsFault() {
        return new Failing(call("fly", picture(20)), ErrorCode.ABILITY_EXECUTOR_NOT_CONFIGURED, 1);
    }

    @Override
    protected Call brokenOnce() {
        MEDIA.breakNext(1);
        return one();
    }

    private static Call upscale(String... pictures) {
        return call("upscale", pictures);
    }

    private static Call call(String capability, String... pictures) {
        return new Call(SomeTask.plan("a", "podi", capability, new Plan.Limits(60, 3, 3, null)), List.of(pictures));
    }

    private static String picture(int width) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            ImageIO.write(new BufferedImage(width, 10, BufferedImage.TYPE_INT_RGB), "png", bytes);
            return MEDIA.put("in-%d.png".formatted(width), "image/png", bytes.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
