-- task-worker has these tools now. What an administrator has changed meanwhile stays as it is.
update abilities set status = 'active',
                     description = case id
                         when 'podi_cutout' then '去除均匀背景，输出透明底图片'
                         when 'podi_contrast' then '调整亮度和对比度'
                         when 'podi_resize' then '按倍数或长边缩放'
                         when 'podi_set_dpi' then '写入打印分辨率，不改变像素'
                         when 'podi_expand_canvas' then '在四周留出边距'
                         when 'podi_tile' then '制作无缝循环图案'
                         when 'podi_convert' then '转换为PNG、JPEG或WebP'
                     end,
                     input_fields = case id
    when 'podi_cutout' then
        '[{"name": "tolerance", "type": "integer", "label": "容差", "labelEn": "Tolerance", "required": false,
           "description": "与边缘颜色相差多少仍算背景", "default": 10, "min": 0, "max": 100, "step": 1}]'::jsonb
    when 'podi_contrast' then
        '[{"name": "contrast", "type": "number", "label": "对比度", "labelEn": "Contrast", "required": false,
           "description": "1为不变", "default": 1.2, "min": 0.1, "max": 3, "step": 0.1},
          {"name": "brightness", "type": "integer", "label": "亮度", "labelEn": "Brightness", "required": false,
           "description": "0为不变", "default": 0, "min": -100, "max": 100, "step": 1}]'
    when 'podi_resize' then
        '[{"name": "factor", "type": "number", "label": "缩放倍数", "labelEn": "Factor", "required": false,
           "description": "与长边二选一", "min": 0.01, "max": 8, "step": 0.1},
          {"name": "longEdge", "type": "integer", "label": "长边像素", "labelEn": "Long edge", "required": false,
           "description": "与缩放倍数二选一", "min": 1, "max": 16384, "step": 1}]'
    when 'podi_set_dpi' then
        '[{"name": "dpi", "type": "integer", "label": "DPI", "labelEn": "DPI", "required": false,
           "default": 300, "min": 36, "max": 1200, "step": 1}]'
    when 'podi_expand_canvas' then
        '[{"name": "top", "type": "integer", "label": "上边距", "labelEn": "Top", "required": false,
           "default": 0, "min": 0, "max": 8192, "step": 1},
          {"name": "right", "type": "integer", "label": "右边距", "labelEn": "Right", "required": false,
           "default": 0, "min": 0, "max": 8192, "step": 1},
          {"name": "bottom", "type": "integer", "label": "下边距", "labelEn": "Bottom", "required": false,
           "default": 0, "min": 0, "max": 8192, "step": 1},
          {"name": "left", "type": "integer", "label": "左边距", "labelEn": "Left", "required": false,
           "default": 0, "min": 0, "max": 8192, "step": 1},
          {"name": "background", "type": "color", "label": "背景色", "labelEn": "Background", "required": false,
           "description": "#RRGGBB，或带透明度的#RRGGBBAA", "default": "#FFFFFF"}]'
    when 'podi_tile' then
        '[{"name": "method", "type": "select", "label": "方式", "labelEn": "Method", "required": false,
           "default": "mirror",
           "options": [{"value": "mirror", "label": "镜像"}, {"value": "blend", "label": "边缘融合"}]},
          {"name": "overlap", "type": "integer", "label": "融合宽度（%）", "labelEn": "Overlap (%)", "required": false,
           "description": "仅用于边缘融合", "default": 20, "min": 1, "max": 50, "step": 1},
          {"name": "columns", "type": "integer", "label": "列数", "labelEn": "Columns", "required": false,
           "default": 1, "min": 1, "max": 20, "step": 1},
          {"name": "rows", "type": "integer", "label": "行数", "labelEn": "Rows", "required": false,
           "default": 1, "min": 1, "max": 20, "step": 1}]'
    when 'podi_convert' then
        '[{"name": "format", "type": "select", "label": "格式", "labelEn": "Format", "required": false,
           "default": "png",
           "options": [{"value": "png", "label": "PNG"}, {"value": "jpeg", "label": "JPEG"},
                       {"value": "webp", "label": "WebP"}]},
          {"name": "quality", "type": "integer", "label": "质量", "labelEn": "Quality", "required": false,
           "description": "用于JPEG和WebP", "default": 95, "min": 1, "max": 100, "step": 1},
          {"name": "background", "type": "color", "label": "背景色", "labelEn": "Background", "required": false,
           "description": "JPEG中透明处的颜色", "default": "#FFFFFF"}]'
    end
where id in ('podi_cutout', 'podi_contrast', 'podi_resize', 'podi_set_dpi', 'podi_expand_canvas', 'podi_tile',
             'podi_convert')
  and version = 1;
