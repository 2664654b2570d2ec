package com.podi.auth;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "com.podi.auth", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule packagesLeanOneWay = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("registration")
            .definedBy("..registration..")
            .layer("session")
            .definedBy("..session..")
            .layer("password")
            .definedBy("..password..")
            .layer("admin")
            .definedBy("..admin..")
            .layer("ending")
            .definedBy("..ending..")
            .layer("attempt")
            .definedBy("..attempt..")
            .layer("profile")
            .definedBy("..profile..")
            .layer("directory")
            .definedBy("..directory..")
            .whereLayer("registration")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("session")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("password")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("admin")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("profile")
            .mayOnlyBeAccessedByLayers("registration", "session", "admin")
            .whereLayer("ending")
            .mayOnlyBeAccessedByLayers("session", "password", "admin")
            .whereLayer("attempt")
            .mayOnlyBeAccessedByLayers("session", "password")
            .whereLayer("directory")
            .mayOnlyBeAccessedByLayers("registration", "session", "password", "admin", "ending", "profile");
}
