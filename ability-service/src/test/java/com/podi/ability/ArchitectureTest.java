package com.podi.ability;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "com.podi.ability", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule packagesLeanOneWay = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("plan")
            .definedBy("..ability.plan..")
            .layer("log")
            .definedBy("..ability.log..")
            .layer("statistics")
            .definedBy("..ability.statistics..")
            .layer("catalog")
            .definedBy("..ability.catalog..")
            .whereLayer("plan")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("log")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("statistics")
            .mayOnlyBeAccessedByLayers("log")
            .whereLayer("catalog")
            .mayOnlyBeAccessedByLayers("plan", "statistics");
}
