-- What tasks produce may be a video or anything else; only pictures are measured.
alter table upload_grants drop constraint upload_grants_type_check;
alter table upload_grants add constraint upload_grants_type_check
    check (type in ('PNG', 'JPEG', 'WEBP', 'GIF', 'TIFF', 'MP4', 'WEBM', 'OTHER')) not valid;

alter table media_objects drop constraint media_objects_width_check;
alter table media_objects drop constraint media_objects_height_check;
alter table media_objects add constraint media_objects_measured check (
    width > 0 and height > 0 or width = 0 and height = 0 and content_type not like 'image/%') not valid;
