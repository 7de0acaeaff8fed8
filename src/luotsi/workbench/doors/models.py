"""Tables: doors for other systems of the county: SMART on FHIR launch and the FHIR read API."""
