namespace FirstParty.Taxonomies.Scanning;

/// <summary>
/// Words that in a shop's or a service's data reveal something about health. A start, not a dictionary: hosts add what their customers
/// write. Words with an everyday meaning beside the medical one are left out.
/// </summary>
internal static class HealthWords
{
    public static IEnumerable<string> All => English.Concat(Swedish);

    private static string[] English =>
    [
        "medicine", "medicines", "medicinal", "medication", "medications", "pharmacy", "pharmacies", "pharmacist", "pharmaceutical",
        "pharmaceuticals", "drugstore", "prescription", "prescriptions", "pill", "pills", "painkiller", "painkillers", "antibiotic",
        "antibiotics", "antidepressant", "antidepressants", "ibuprofen", "paracetamol", "aspirin", "insulin", "viagra",
        "diagnosis", "diagnoses", "diagnosed", "disease", "diseases", "illness", "illnesses", "symptom", "symptoms", "patients",
        "hospital", "hospitals", "clinic", "clinics", "surgery", "chemotherapy", "psychotherapy", "dialysis", "transplant",
        "vaccine", "vaccines", "vaccination", "vaccinated",
        "diabetes", "diabetic", "cancer", "tumour", "tumor", "leukaemia", "leukemia", "asthma", "epilepsy", "eczema", "psoriasis",
        "allergy", "allergies", "allergic", "migraine", "migraines", "arthritis", "hepatitis", "herpes", "chlamydia", "hiv", "covid",
        "depression", "anxiety", "insomnia", "bipolar", "schizophrenia", "autism", "autistic", "adhd", "dementia", "alzheimer",
        "alzheimers", "parkinsons", "anorexia", "bulimia", "obesity", "incontinence", "haemorrhoids", "hemorrhoids", "disability",
        "wheelchair", "pregnant", "pregnancy", "miscarriage", "abortion", "contraceptive", "contraceptives", "contraception",
        "infertility", "ivf", "menopause",
    ];

    private static string[] Swedish =>
    [
        "medicin", "medicinen", "mediciner", "medicinerna", "medicinering", "läkemedel*", "apotek*", "receptbelagd", "receptbelagda",
        "receptfri", "receptfria", "piller", "värktablett", "värktabletter", "smärtstillande", "antibiotika", "alvedon", "ipren",
        "diagnos", "diagnosen", "diagnoser", "sjukdom*", "sjukhus*", "sjukvård*", "sjukskriven", "sjukskrivning", "vårdcentral*",
        "läkare", "läkaren", "symtom", "cellgifter", "strålbehandling",
        "vaccin", "vaccinet", "vacciner", "vaccination", "vaccinerad",
        "diabetiker", "cancern", "tumör", "tumörer", "leukemi", "astma", "epilepsi", "eksem", "allergi", "allergier", "allergisk",
        "migrän", "artrit", "reumatism", "hepatit", "klamydia", "hjärtinfarkt", "blodtryck", "ångest", "sömnlöshet", "bipolär",
        "schizofreni", "demens", "psykiatri*", "anorexi", "bulimi", "fetma", "inkontinens", "hemorrojder", "funktionsnedsättning",
        "funktionshinder", "rullstol", "gravid", "gravida", "graviditet*", "missfall", "aborter", "preventivmedel", "infertilitet",
        "klimakteriet",
    ];
}
