package com.podi.ability.workflow;

/** Small graphs for tests. */
public final class Graphs {

    /** Loads a picture, enlarges it and saves it. */
    public static final String UPSCALE = """
            {
              "1": {"class_type": "LoadImage", "inputs": {"image": "some.png"}, "_meta": {"title": "source"}},
              "2": {"class_type": "ImageScaleBy",
                    "inputs": {"image": ["1", 0], "upscale_method": "lanczos", "scale_by": 2.0}},
              "3": {"class_type": "SaveImage", "inputs": {"images": ["2", 0], "filename_prefix": "out"}}
            }
            """;

    /** As the editor of ComfyUI saves it. */
    public static final String EDITOR_FORMAT = """
            {"last_node_id": 2, "nodes": [{"id": 1, "type": "LoadImage"}, {"id": 2, "type": "SaveImage"}],
             "links": [[1, 1, 0, 2, 0, "IMAGE"]], "version": 0.4}
            """;

    /** Binds the picture and the scale of {@link #UPSCALE}. */
    public static final String UPSCALE_BINDINGS = """
            [{"name": "image", "type": "image", "required": true, "label": "图片", "labelEn": "Picture",
              "targets": [{"node": "1", "input": "image"}]},
             {"name": "scale", "type": "select", "label": "缩放倍数", "labelEn": "Scale", "default": 2,
              "options": [{"value": 2}, {"value": 4}, {"value": 8}],
              "targets": [{"node": "2", "input": "scale_by"}]}]
            """;

    private Graphs() {}
}
