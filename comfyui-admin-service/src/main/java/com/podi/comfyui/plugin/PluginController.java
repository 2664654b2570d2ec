package com.podi.comfyui.plugin;

import com.podi.comfyui.catalog.CatalogController;
import com.podi.comfyui.catalog.Catalogs;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/admin/comfyui/plugin-catalog")
class PluginController extends CatalogController<Plugin> {

    PluginController(Catalogs catalogs) {
        super(catalogs, "plugin", Plugin.class);
    }
}
