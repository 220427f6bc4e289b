// The functions of this package without a body; their code matters to nobody.
