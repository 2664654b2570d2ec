package com.podi.comfyui.lora;

import com.podi.comfyui.catalog.CatalogController;
import com.podi.comfyui.catalog.Catalogs;
import com.podi.comfyui.node.NodeModels;
import java.util.stream.Stream;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/admin/comfyui/loras")
class LoraController extends CatalogController<Lora> {

    LoraController(Catalogs catalogs) {
        super(catalogs, "lora", Lora.class);
    }

    @Override
    protected Stream<String> filesOf(NodeModels node) {
        return node.lora().stream();
    }
}
