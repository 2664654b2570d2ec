package com.podi.comfyui.model;

import com.podi.comfyui.catalog.CatalogController;
import com.podi.comfyui.catalog.Catalogs;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/admin/comfyui/model-catalog")
class ModelController extends CatalogController<Model> {

    ModelController(Catalogs catalogs) {
        super(catalogs, "model", Model.class);
    }
}
