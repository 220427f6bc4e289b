package invariance

// A Transformation rewrites a whole program so that it behaves as before.
type Transformation struct {
	Name string
	// Rule says why no identity may change, by the numbers of package identity.
	Rule string
	// Renames is set where declarations get other names, which count in local
	// hashes; otherwise those must be as before too.
	Renames bool

	apply func(*change)
}

// Transformations lists them all.
func Transformations() []*Transformation {
	return []*Transformation{
		{"comments stripped", "I2", false, stripComments},
		{"comments added", "I2", false, addComments},
		{"lines broken", "I2", false, breakLines},
		{"lines joined", "I2", false, joinLines},
		{"gofmt", "I2", false, gofmt},
		{"unsimplified", "I2", false, unsimplify},
		{"gofmt -s", "I2", false, gofmtSimplify},
		{"parentheses", "I2", false, parenthesize},
		{"locals renamed", "I2", false, renameLocals},
		{"type parameters renamed", "I2", true, renameTypeParameters}, // a method's full name has those of its receiver
		{"imports renamed", "I2", false, renameImports},
		{"any and interface{}", "I2", false, spellAny},
		{"byte and uint8", "I2", false, spellAliases},
		{"literals", "I2", false, spellLiterals},
		{"parameters grouped", "I2", false, groupParameters},
		{"parameters named", "I2", false, nameParameters},
		{"var and :=", "I2", false, swapDefinitions},
		{"types of variables", "I2", false, spellTypes},
		{"declarations grouped", "I2", false, groupDeclarations},
		{"functions renamed", "I3", true, renameFunctions},
		{"methods renamed", "I3, I6", true, renameMethods},
		{"constants renamed", "I3", true, renameConstants},
		{"variables renamed", "I4", true, renameVariables},
		{"named variables renamed", "I4", true, renameNamedVariables},
		{"declarations reordered", "I3", false, reorder},
		{"variables reordered", "I5", false, reorderVariables},
		{"declarations moved", "I3", false, moveDeclarations},
		{"files renamed", "I3", false, renameFiles},
		{"files reordered", "I5", false, reorderFiles},
		{"declarations added", "I3, I6", true, addDeclarations},
		{"checkout moved", "I12", false, moveCheckout},
	}
}
