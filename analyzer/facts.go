package analyzer

import (
	"cmp"
	"reflect"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/gocheckpoint/checkpoint/internal/leaf"
	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// A packageFact is what importers need to know of a package to compute
// identities. Under go vet the fact of an indirect import doesn't arrive:
// therefore each carries what is below it.
type packageFact struct {
	// Units are the packages in scope at and below the package.
	Units []*identity.Summary
	// Leaves are the packages outside the scope, but for the standard
	// library's, at and below it.
	Leaves map[string]*leaf.Closure
}

func (*packageFact) AFact() {}

func (f *packageFact) String() string { return "identities" }

// add takes in what is below another package.
func (f *packageFact) add(g *packageFact) {
	for _, u := range g.Units {
		if f.unit(u.Path) == nil {
			f.Units = append(f.Units, u)
		}
	}
	for path, c := range g.Leaves {
		f.Leaves[path] = c
	}
}

func (f *packageFact) unit(path string) *identity.Summary {
	for _, u := range f.Units {
		if u.Path == path {
			return u
		}
	}
	return nil
}

// leaf describes a package outside the scope to the engine.
func (f *packageFact) leaf(path string) identity.Leaf {
	if c := f.Leaves[path]; c != nil {
		return c.Leaf()
	}
	if first, _, _ := strings.Cut(path, "/"); !strings.Contains(first, ".") {
		return leaf.Std(release()).Leaf()
	}
	return leaf.Unknown("which no fact describes").Leaf()
}

// identityFacts computes the identities of packages, as facts. It reports
// nothing and is not in the suite.
var identityFacts = &analysis.Analyzer{
	Name:       prefix + "identities",
	Doc:        "compute the identities of functions, for the stale check",
	Run:        computeIdentities,
	FactTypes:  []analysis.Fact{new(packageFact)},
	ResultType: reflect.TypeFor[*packageFact](),
}

// computeIdentities exports the package's fact. Its result is the fact of what
// is below, nil where nothing is known: for the standard library, and where there
// is no module.
func computeIdentities(pass *analysis.Pass) (any, error) {
	none := (*packageFact)(nil)
	module := moduleOf(pass)
	if module == nil || len(pass.Files) == 0 {
		return none, nil
	}
	below := &packageFact{Leaves: map[string]*leaf.Closure{}}
	own := closureOf(pass, module) // of a package outside the scope
	for _, imp := range pass.Pkg.Imports() {
		var f packageFact
		known := pass.ImportPackageFact(imp, &f)
		if known {
			below.add(&f)
		}
		switch path := identity.PlainPath(imp.Path()); {
		case own == nil:
		case !known:
			own.Add(leaf.Std(release()))
			if identity.IsWorld(path) {
				own.World = cmp.Or(own.World, path)
			}
		case f.Leaves[path] != nil:
			own.Add(f.Leaves[path])
		default:
			own.Add(leaf.Unknown("imports " + path + ", which is in scope"))
		}
	}
	fact := &packageFact{Leaves: map[string]*leaf.Closure{}}
	fact.add(below)
	if own != nil {
		fact.Leaves[identity.PlainPath(pass.Pkg.Path())] = own
	} else {
		unit, err := unitOf(pass, below, pass.Files)
		if err != nil {
			return none, err
		}
		if unit == nil {
			return none, nil
		}
		fact.Units = append(fact.Units, unit.Summary())
	}
	slices.SortFunc(fact.Units, func(a, b *identity.Summary) int { return strings.Compare(a.Path, b.Path) })
	pass.ExportPackageFact(fact)
	return below, nil
}
