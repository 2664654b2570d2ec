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
            .layer("key")
            .definedBy("..ability.key..")
            .layer("catalog")
            .definedBy("..ability.catalog..")
            .layer("workflow")
            .definedBy("..ability.workflow..")
            .layer("executor")
            .definedBy("..ability.executor..")
            .layer("form")
            .definedBy("..ability.form..")
            .layer("audit")
            .definedBy("..ability.audit..")
            .whereLayer("plan")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("log")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("statistics")
            .mayOnlyBeAccessedByLayers("log")
            .whereLayer("key")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("catalog")
            .mayOnlyBeAccessedByLayers("plan", "statistics")
            .whereLayer("workflow")
            .mayOnlyBeAccessedByLayers("plan", "catalog")
            .whereLayer("executor")
            .mayOnlyBeAccessedByLayers("plan", "catalog", "workflow", "key")
            .whereLayer("form")
            .mayOnlyBeAccessedByLayers("plan", "catalog", "workflow", "executor")
            .whereLayer("audit")
            .mayOnlyBeAccessedByLayers("catalog", "workflow", "executor", "key");
}
