package com.podi.comfyui.manifest;

import com.podi.comfyui.catalog.CatalogUse;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What a manifest names as it is now is needed. */
@Component
class ManifestUse implements CatalogUse {

    private final JdbcClient jdbc;

    ManifestUse(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public boolean isUsed(String kind, String nameKey) {
        return kind.equals("plugin") ? isPlugin(nameKey) : isFile(fileOf(kind, nameKey));
    }

    /** The catalogue knows models by their type and their name below its folder. */
    private static String fileOf(String kind, String nameKey) {
        return kind.equals("model") ? nameKey.substring(nameKey.indexOf('/') + 1) : nameKey;
    }

    private boolean isFile(String file) {
        return jdbc.sql("""
                        select exists (
                            select from manifests
                            join manifest_revisions as written
                              on written.manifest_id = manifests.id and written.revision = manifests.revision
                            cross join lateral jsonb_array_elements(
                                case jsonb_typeof(written.content -> 'models') when 'array'
                                    then written.content -> 'models' else '[]' end) as model
                            where right('/' || translate(model ->> 'destPath', '\\', '/'), length(:file) + 1)
                                  = '/' || :file)
                        """).param("file", file).query(Boolean.class).single();
    }

    private boolean isPlugin(String nodeKey) {
        return jdbc.sql("""
                        select exists (
                            select from manifests
                            join manifest_revisions as written
                              on written.manifest_id = manifests.id and written.revision = manifests.revision
                            cross join lateral jsonb_array_elements(
                                case jsonb_typeof(written.content -> 'plugins') when 'array'
                                    then written.content -> 'plugins' else '[]' end) as plugin
                            where plugin ->> 'name' = :name
                               or plugin ->> 'name' = (select item ->> 'packageName' from catalog_entries
                                                       where kind = 'plugin' and name_key = :name
                                                         and hidden_at is null))
                        """).param("name", nodeKey).query(Boolean.class).single();
    }
}
