package com.podi.coze;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "com.podi.coze", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule packagesLeanOneWay = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("access")
            .definedBy("..coze.access..")
            .layer("openapi")
            .definedBy("..coze.openapi..")
            .layer("log")
            .definedBy("..coze.log..")
            .layer("tool")
            .definedBy("..coze.tool..")
            .layer("ability")
            .definedBy("..coze.ability..")
            .layer("lookup")
            .definedBy("..coze.lookup..")
            .layer("queue")
            .definedBy("..coze.queue..")
            .layer("mcp")
            .definedBy("..coze.mcp..")
            .whereLayer("mcp")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("ability")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("lookup")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("queue")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("tool")
            .mayOnlyBeAccessedByLayers("ability", "lookup", "queue", "mcp")
            .whereLayer("log")
            .mayOnlyBeAccessedByLayers("tool")
            .whereLayer("openapi")
            .mayOnlyBeAccessedByLayers("tool", "ability", "lookup", "queue", "mcp")
            .whereLayer("access")
            .mayOnlyBeAccessedByLayers("log", "tool", "ability", "lookup", "queue", "mcp");
}
