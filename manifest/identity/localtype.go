package identity

import (
	"cmp"
	"go/ast"
	"go/types"
	"path/filepath"
	"slices"
	"strings"
)

// The string of a type tells the local types among its type arguments by
// number, as in main.Box[main.t·3]: they are counted over the package, so that an
// unrelated function can shift them (I3). Code sees that by %T, reflection, and
// the messages of panics and decoders.

// localNumber is the compiler's number of a local type
// (cmd/compile/internal/noder, declCollector).
func (b *builder) localNumber(tn *types.TypeName) int {
	if b.localNumbers != nil {
		return b.localNumbers[tn]
	}
	b.localNumbers = make(map[*types.TypeName]int)
	files := slices.Clone(b.src.Files)
	name := func(f *ast.File) string { return filepath.Base(SourceName(b.src.Fset, f)) }
	slices.SortStableFunc(files, func(x, y *ast.File) int { // as the go command lists them
		group := func(f *ast.File) int {
			switch {
			case isCgoCopy(f):
				return 2
			case strings.HasSuffix(name(f), "_test.go"):
				return 1
			}
			return 0
		}
		return cmp.Or(cmp.Compare(group(x), group(y)), strings.Compare(name(x), name(y)))
	})
	last := 0
	for _, file := range files {
		ast.Inspect(file, func(n ast.Node) bool {
			if spec, ok := n.(*ast.TypeSpec); ok && !spec.Assign.IsValid() {
				if tn, ok := b.src.Info.Defs[spec.Name].(*types.TypeName); ok && tn.Parent() != b.src.Types.Scope() {
					last++
					b.localNumbers[tn] = last
				}
			}
			return true
		})
	}
	return b.localNumbers[tn]
}

// numbers writes the numbers of the local types that the strings of a type and
// its components show: those inside type arguments, or all if inside is set.
func (f *former) numbers(t types.Type, inside bool) {
	type visit struct {
		t      types.Type
		inside bool
	}
	seen := make(map[visit]bool)
	var walk func(t types.Type, inside bool)
	walk = func(t types.Type, inside bool) {
		t = types.Unalias(t)
		if t == nil || seen[visit{t, inside}] {
			return
		}
		seen[visit{t, inside}] = true
		switch t := t.(type) {
		case *types.Named:
			tn := t.Origin().Obj()
			for arg := range t.TypeArgs().Types() {
				walk(arg, true)
			}
			local := tn.Pkg() != nil && tn.Parent() != tn.Pkg().Scope()
			if local && inside && tn.Pkg() == f.src.Types && !f.numbered[tn] {
				f.numbered[tn] = true
				f.op("number")
				f.int(f.localNumber(tn))
			}
			if local || t.TypeArgs().Len() > 0 { // others cannot have local types in them
				walk(t.Underlying(), false)
			}
		case *types.Map:
			walk(t.Key(), inside)
			walk(t.Elem(), inside)
		case *types.Struct:
			for field := range t.Fields() {
				walk(field.Type(), inside)
			}
		case *types.Signature:
			walk(t.Params(), inside)
			walk(t.Results(), inside)
		case *types.Tuple:
			for v := range t.Variables() {
				walk(v.Type(), inside)
			}
		case *types.Interface:
			for m := range t.Methods() {
				walk(m.Type(), inside)
			}
		case interface{ Elem() types.Type }:
			walk(t.Elem(), inside)
		}
	}
	walk(t, inside)
}

// printsTypes reports whether generic code of a package may put its type
// arguments into types of its own, and show those: the standard library doesn't.
func (u *Unit) printsTypes(p *types.Package) bool {
	return p == nil || u.unitOf(PlainPath(p.Path())) != nil || !isStandard(p.Path())
}
