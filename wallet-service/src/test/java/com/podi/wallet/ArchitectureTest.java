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
            .layer("reconciliation")
            .definedBy("..reconciliation..")
            .layer("lane")
            .definedBy("..lane..")
            .layer("database")
            .definedBy("..wallet.database..")
            .whereLayer("hold")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("statistics")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("reconciliation")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("account")
            .mayOnlyBeAccessedByLayers("hold")
            .whereLayer("ledger")
            .mayOnlyBeAccessedByLayers("hold", "account")
            .whereLayer("lane")
            .mayOnlyBeAccessedByLayers("hold", "account")
            .whereLayer("database")
            .mayOnlyBeAccessedByLayers("hold", "account", "ledger", "statistics", "reconciliation");
}
