package com.podi.comfyui;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "com.podi.comfyui", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule packagesLeanOneWay = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("lora")
            .definedBy("..comfyui.lora..")
            .layer("model")
            .definedBy("..comfyui.model..")
            .layer("plugin")
            .definedBy("..comfyui.plugin..")
            .layer("catalog")
            .definedBy("..comfyui.catalog..")
            .whereLayer("lora")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("model")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("plugin")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("catalog")
            .mayOnlyBeAccessedByLayers("lora", "model", "plugin");
}
