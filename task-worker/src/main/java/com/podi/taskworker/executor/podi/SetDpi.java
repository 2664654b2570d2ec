package com.podi.taskworker.executor.podi;

import com.podi.contracts.error.Text;
import com.podi.taskworker.executor.ExecutionFailedException;
import java.nio.file.Path;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Says how large a picture is printed; nothing else of its file changes. */
@Component
final class SetDpi implements ImageTool {

    private static final Text NO_DENSITY = new Text("GIF格式不能记录DPI", "GIF has no place for a DPI");

    @Override
    public String capability() {
        return "set_dpi";
    }

    @Override
    public Extent extent(PictureHeader source, JsonNode inputs) throws ExecutionFailedException {
        if (source.format() == SourceFormat.GIF) {
            throw Refusal.format("GIF has no density", NO_DENSITY);
        }
        return Extent.of(source).withCopies(0);
    }

    @Override
    public Path apply(Workbench bench) throws ExecutionFailedException {
        Density density = Density.of(bench.inputs().get("dpi").doubleValue());
        return bench.describe(new PictureMetadata(density, null));
    }
}
