package com.podi.comfyui.model;

import com.podi.comfyui.catalog.CatalogController;
import com.podi.comfyui.catalog.Catalogs;
import com.podi.comfyui.node.NodeModels;
import java.util.stream.Stream;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/admin/comfyui/model-catalog")
class ModelController extends CatalogController<Model> {

    ModelController(Catalogs catalogs) {
        super(catalogs, "model", Model.class);
    }

    @Override
    protected Stream<String> filesOf(NodeModels node) {
        return node.byType().entrySet().stream()
                .flatMap(type -> type.getValue().stream().map(file -> type.getKey() + "/" + file));
    }
}
