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
            .layer("object")
            .definedBy("com.podi.media.object..")
            .layer("upload")
            .definedBy("com.podi.media.upload..")
            .layer("download")
            .definedBy("com.podi.media.download..")
            .whereLayer("upload")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("download")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("object")
            .mayOnlyBeAccessedByLayers("upload", "download")
            .whereLayer("picture")
            .mayOnlyBeAccessedByLayers("upload");

    @ArchTest
    static final ArchRule onlyStorageSpeaksS3 = ArchRuleDefinition.noClasses()
            .that()
            .resideOutsideOfPackage("com.podi.media.storage..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.minio..", "okhttp3..");
}
