package com.podi.taskworker;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "com.podi.taskworker", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule packagesLeanOneWay =
            slices().matching("com.podi.taskworker.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule executorsKnowNothingOfTasks = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("executor")
            .definedBy("..taskworker.executor..")
            .layer("tasks")
            .definedBy("..taskworker.queue..", "..taskworker.execution..", "..taskworker.intake..")
            .whereLayer("tasks")
            .mayNotBeAccessedByAnyLayer();
}
