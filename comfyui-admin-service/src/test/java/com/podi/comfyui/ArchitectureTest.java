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
            .layer("diff")
            .definedBy("..comfyui.diff..")
            .layer("lora")
            .definedBy("..comfyui.lora..")
            .layer("model")
            .definedBy("..comfyui.model..")
            .layer("plugin")
            .definedBy("..comfyui.plugin..")
            .layer("dispatch")
            .definedBy("..comfyui.dispatch..")
            .layer("protocol")
            .definedBy("..comfyui.protocol..")
            .layer("agent")
            .definedBy("..comfyui.agent..")
            .layer("alert")
            .definedBy("..comfyui.alert..")
            .layer("manifest")
            .definedBy("..comfyui.manifest..")
            .layer("token")
            .definedBy("..comfyui.token..")
            .layer("catalog")
            .definedBy("..comfyui.catalog..")
            .layer("node")
            .definedBy("..comfyui.node..")
            .whereLayer("diff")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("lora")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("model")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("plugin")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("dispatch")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("protocol")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("agent")
            .mayOnlyBeAccessedByLayers("dispatch")
            .whereLayer("alert")
            .mayOnlyBeAccessedByLayers("agent")
            .whereLayer("manifest")
            .mayOnlyBeAccessedByLayers("dispatch")
            .whereLayer("token")
            .mayOnlyBeAccessedByLayers("agent", "dispatch")
            .whereLayer("catalog")
            .mayOnlyBeAccessedByLayers("lora", "model", "plugin", "manifest", "agent", "diff")
            .whereLayer("node")
            .mayOnlyBeAccessedByLayers("catalog", "lora", "model", "plugin", "diff");
}
