"""Which resource types FHIR R4 (4.0.1) has, and how to tell that a resource was written for R5."""

from collections.abc import Iterator, Mapping
from re import compile as pattern
from typing import Final

RESOURCE_TYPES: Final = frozenset(
    [
        "Account",
        "ActivityDefinition",
        "AdverseEvent",
        "AllergyIntolerance",
        "Appointment",
        "AppointmentResponse",
        "AuditEvent",
        "Basic",
        "Binary",
        "BiologicallyDerivedProduct",
        "BodyStructure",
        "Bundle",
        "CapabilityStatement",
        "CarePlan",
        "CareTeam",
        "CatalogEntry",
        "ChargeItem",
        "ChargeItemDefinition",
        "Claim",
        "ClaimResponse",
        "ClinicalImpression",
        "CodeSystem",
        "Communication",
        "CommunicationRequest",
        "CompartmentDefinition",
        "Composition",
        "ConceptMap",
        "Condition",
        "Consent",
        "Contract",
        "Coverage",
        "CoverageEligibilityRequest",
        "CoverageEligibilityResponse",
        "DetectedIssue",
        "Device",
        "DeviceDefinition",
        "DeviceMetric",
        "DeviceRequest",
        "DeviceUseStatement",
        "DiagnosticReport",
        "DocumentManifest",
        "DocumentReference",
        "EffectEvidenceSynthesis",
        "Encounter",
        "Endpoint",
        "EnrollmentRequest",
        "EnrollmentResponse",
        "EpisodeOfCare",
        "EventDefinition",
        "Evidence",
        "EvidenceVariable",
        "ExampleScenario",
        "ExplanationOfBenefit",
        "FamilyMemberHistory",
        "Flag",
        "Goal",
        "GraphDefinition",
        "Group",
        "GuidanceResponse",
        "HealthcareService",
        "ImagingStudy",
        "Immunization",
        "ImmunizationEvaluation",
        "ImmunizationRecommendation",
        "ImplementationGuide",
        "InsurancePlan",
        "Invoice",
        "Library",
        "Linkage",
        "List",
        "Location",
        "Measure",
        "MeasureReport",
        "Media",
        "Medication",
        "MedicationAdministration",
        "MedicationDispense",
        "MedicationKnowledge",
        "MedicationRequest",
        "MedicationStatement",
        "MedicinalProduct",
        "MedicinalProductAuthorization",
        "MedicinalProductContraindication",
        "MedicinalProductIndication",
        "MedicinalProductIngredient",
        "MedicinalProductInteraction",
        "MedicinalProductManufactured",
        "MedicinalProductPackaged",
        "MedicinalProductPharmaceutical",
        "MedicinalProductUndesirableEffect",
        "MessageDefinition",
        "MessageHeader",
        "MolecularSequence",
        "NamingSystem",
        "NutritionOrder",
        "Observation",
        "ObservationDefinition",
        "OperationDefinition",
        "OperationOutcome",
        "Organization",
        "OrganizationAffiliation",
        "Parameters",
        "Patient",
        "PaymentNotice",
        "PaymentReconciliation",
        "Person",
        "PlanDefinition",
        "Practitioner",
        "PractitionerRole",
        "Procedure",
        "Provenance",
        "Questionnaire",
        "QuestionnaireResponse",
        "RelatedPerson",
        "RequestGroup",
        "ResearchDefinition",
        "ResearchElementDefinition",
        "ResearchStudy",
        "ResearchSubject",
        "RiskAssessment",
        "RiskEvidenceSynthesis",
        "Schedule",
        "SearchParameter",
        "ServiceRequest",
        "Slot",
        "Specimen",
        "SpecimenDefinition",
        "StructureDefinition",
        "StructureMap",
        "Subscription",
        "Substance",
        "SubstanceNucleicAcid",
        "SubstancePolymer",
        "SubstanceProtein",
        "SubstanceReferenceInformation",
        "SubstanceSourceMaterial",
        "SubstanceSpecification",
        "SupplyDelivery",
        "SupplyRequest",
        "Task",
        "TerminologyCapabilities",
        "TestReport",
        "TestScript",
        "ValueSet",
        "VerificationResult",
        "VisionPrescription",
    ]
)
"""The resource types of FHIR R4: the discriminator of the official JSON schema, hl7.org/fhir/R4/fhir.schema.json."""

R5_TYPES: Final = frozenset(
    [
        "ActorDefinition",
        "ArtifactAssessment",
        "BiologicallyDerivedProductDispense",
        "ConditionDefinition",
        "DeviceAssociation",
        "DeviceDispense",
        "DeviceUsage",
        "EncounterHistory",
        "FormularyItem",
        "GenomicStudy",
        "ImagingSelection",
        "InventoryItem",
        "InventoryReport",
        "NutritionIntake",
        "Permission",
        "Requirements",
        "SubscriptionTopic",
        "TestPlan",
        "Transport",
    ]
)
"""Some resource types that only R5 has (hl7.org/fhir/R5/resourcelist.html, from memory)."""

R5_FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "AllergyIntolerance": ("participant",),
    "Condition": ("participant",),
    "DocumentReference": ("modality", "bodySite", "attester", "version"),
    "Encounter": ("actualPeriod", "plannedStartDate", "plannedEndDate", "subjectStatus", "virtualService", "admission"),
    "Immunization": ("administeredProduct", "basedOn", "supportingInformation"),
    "MedicationDispense": ("notPerformedReason", "recorded", "renderedDosageInstruction"),
    "MedicationRequest": ("renderedDosageInstruction", "effectiveDosePeriod", "device", "statusChanged"),
    "MedicationStatement": ("adherence", "renderedDosageInstruction", "relatedClinicalInformation", "effectiveTiming"),
    "Observation": ("triggeredBy", "bodyStructure", "instantiatesCanonical", "instantiatesReference"),
    "Procedure": (
        "occurrenceDateTime", "occurrencePeriod", "occurrenceString", "occurrenceAge", "occurrenceRange", "reported",
    ),
}  # fmt: skip
"""Fields that R5 brought and R4 does not have (hl7.org/fhir/R5, "R4 to R5 differences" of each resource; from memory)."""

R5_STATUS: Final[Mapping[str, frozenset[str]]] = {
    "MedicationStatement": frozenset({"recorded", "draft"}),
    "MedicationRequest": frozenset({"ended"}),
    "Encounter": frozenset({"completed", "discharged", "discontinued"}),
}
"""Status codes that only R5 has."""

R5_PROFILE = pattern(r"hl7\.org/fhir/(?:5\.\d|R5)|\|5\.\d")


def r5_elements(resource_type: str, data: Mapping[str, object]) -> Iterator[str]:
    """The elements that show a resource to be R5; none for R4."""
    yield from _version(data)
    if resource_type in R5_TYPES:
        yield f"resourceType {resource_type}"
    yield from (name for name in R5_FIELDS.get(resource_type, ()) if name in data)
    status = data.get("status")
    if isinstance(status, str) and status in R5_STATUS.get(resource_type, ()):
        yield f"status {status}"
    shape = SHAPES.get(resource_type)
    if shape is not None:
        name, kind, words = shape
        if isinstance(data.get(name), kind):
            yield f"{name} {words}"
    if resource_type == "AllergyIntolerance":
        yield from _reactions(data.get("reaction"))


SHAPES: Final[Mapping[str, tuple[str, type, str]]] = {
    "MedicationStatement": ("medication", dict, "(CodeableReference)"),
    "MedicationRequest": ("medication", dict, "(CodeableReference)"),
    "MedicationDispense": ("medication", dict, "(CodeableReference)"),
    "MedicationAdministration": ("medication", dict, "(CodeableReference)"),
    "Encounter": ("class", list, "[ ]"),
    "AllergyIntolerance": ("type", dict, "(CodeableConcept)"),
    "DocumentReference": ("context", list, "[ ]"),
}
"""Fields that changed their shape between R4 and R5."""


def _version(data: Mapping[str, object]) -> Iterator[str]:
    version = data.get("fhirVersion")
    if isinstance(version, str) and version.startswith("5"):
        yield f"fhirVersion {version[:20]}"
    meta = data.get("meta")
    profiles = meta.get("profile") if isinstance(meta, dict) else None
    if isinstance(profiles, list):
        for index, profile in enumerate(profiles):
            if isinstance(profile, str) and R5_PROFILE.search(profile):
                yield f"meta.profile[{index}]"


def _reactions(reactions: object) -> Iterator[str]:
    """R5 made a reaction's manifestation a CodeableReference."""
    for index, reaction in enumerate(reactions if isinstance(reactions, list) else ()):
        found = reaction.get("manifestation") if isinstance(reaction, dict) else None
        for number, each in enumerate(found if isinstance(found, list) else ()):
            if isinstance(each, dict) and ("concept" in each or "reference" in each):
                yield f"reaction[{index}].manifestation[{number}] (CodeableReference)"
