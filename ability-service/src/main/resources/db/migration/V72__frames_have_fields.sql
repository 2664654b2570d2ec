-- So that who knows nothing but the form can send them: each goes to the provider as the picture that its name says.
update abilities
set description = replace(description, '（图片名first_frame、last_frame）', ''),
    input_fields = input_fields || '[
        {"name": "first_frame", "type": "image", "label": "首帧", "labelEn": "First frame", "required": false},
        {"name": "last_frame", "type": "image", "label": "尾帧", "labelEn": "Last frame", "required": false}]'
where id = 'volcengine_video'
  and not input_fields @> '[{"name": "first_frame"}]' and not input_fields @> '[{"name": "last_frame"}]';
