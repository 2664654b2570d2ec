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
            .layer("lookup")
            .definedBy("..coze.lookup..")
            .layer("tool")
            .definedBy("..coze.tool..")
            .layer("openapi")
            .definedBy("..coze.openapi..")
            .whereLayer("access")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("lookup")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("tool")
            .mayOnlyBeAccessedByLayers("lookup")
            .whereLayer("openapi")
            .mayOnlyBeAccessedByLayers("tool", "lookup");
}
