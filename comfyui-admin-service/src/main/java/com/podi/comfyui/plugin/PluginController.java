package com.podi.comfyui.plugin;

import com.podi.comfyui.catalog.CatalogController;
import com.podi.comfyui.catalog.Catalogs;
import com.podi.comfyui.node.NodeModels;
import java.util.stream.Stream;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/admin/comfyui/plugin-catalog")
class PluginController extends CatalogController<Plugin> {

    PluginController(Catalogs catalogs) {
        super(catalogs, "plugin", Plugin.class);
    }

    @Override
    protected Stream<String> filesOf(NodeModels node) {
        return node.nodes().stream();
    }
}
