package com.podi.media;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;

@AnalyzeClasses(packages = "com.podi.media", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule packagesLeanOneWay = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("storage")
            .definedBy("com.podi.media.storage..")
            .layer("picture")
            .definedBy("com.podi.media.picture..")
            .layer("quota")
            .definedBy("com.podi.media.quota..")
            .layer("grant")
            .definedBy("com.podi.media.grant..")
            .layer("thumbnail")
            .definedBy("com.podi.media.thumbnail..")
            .layer("object")
            .definedBy("com.podi.media.object..")
            .layer("upload")
            .definedBy("com.podi.media.upload..")
            .layer("download")
            .definedBy("com.podi.media.download..")
            .layer("callback")
            .definedBy("com.podi.media.callback..")
            .layer("notification")
            .definedBy("com.podi.media.notification..")
            .layer("sweep")
            .definedBy("com.podi.media.sweep..")
            .whereLayer("download")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("callback")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("notification")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("sweep")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("upload")
            .mayOnlyBeAccessedByLayers("callback", "notification", "sweep")
            .whereLayer("object")
            .mayOnlyBeAccessedByLayers("upload", "download", "sweep")
            .whereLayer("grant")
            .mayOnlyBeAccessedByLayers("object", "upload", "sweep")
            .whereLayer("thumbnail")
            .mayOnlyBeAccessedByLayers("object", "sweep")
            .whereLayer("quota")
            .mayOnlyBeAccessedByLayers("object", "grant", "upload")
            .whereLayer("picture")
            .mayOnlyBeAccessedByLayers("thumbnail", "grant", "upload");

    @ArchTest
    static final ArchRule onlyThumbnailsAreDecoded = ArchRuleDefinition.noClasses()
            .that()
            .resideOutsideOfPackage("com.podi.media.thumbnail..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.bytedeco..", "javax.imageio..", "java.awt..");

    @ArchTest
    static final ArchRule onlyStorageSpeaksS3 = ArchRuleDefinition.noClasses()
            .that()
            .resideOutsideOfPackage("com.podi.media.storage..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.minio..", "okhttp3..");
}
