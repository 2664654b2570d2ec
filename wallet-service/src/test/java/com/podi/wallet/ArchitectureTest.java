package com.podi.wallet;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "com.podi.wallet", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule packagesLeanOneWay = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("hold")
            .definedBy("..hold..")
            .layer("statistics")
            .definedBy("..statistics..")
            .layer("account")
            .definedBy("..account..")
            .layer("ledger")
            .definedBy("..ledger..")
            .whereLayer("hold")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("statistics")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("account")
            .mayOnlyBeAccessedByLayers("hold", "statistics")
            .whereLayer("ledger")
            .mayOnlyBeAccessedByLayers("hold", "account", "statistics");
}
