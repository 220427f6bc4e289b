package effect

import (
	"go/types"
	"strings"

	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// An Extra holds the additions and exemptions of a project: names as in the
// table, PATH.* for a package with its methods, or PATH/... for all below.
type Extra struct{ Pure, Impure []string }

// says gives what the extra lists make of a function.
func (x Extra) says(fn *types.Func) (pure, impure bool) {
	return x.lists(x.Pure, fn), x.lists(x.Impure, fn)
}

func (x Extra) lists(list []string, fn *types.Func) bool {
	if fn.Pkg() == nil || len(list) == 0 {
		return false
	}
	path := identity.PlainPath(fn.Pkg().Path())
	for _, entry := range list {
		if p, ok := strings.CutSuffix(entry, ".*"); ok && p == path {
			return true
		}
		if p, ok := strings.CutSuffix(entry, "/..."); ok && (p == path || strings.HasPrefix(path, p+"/")) {
			return true
		}
		if Names(entry, fn) {
			return true
		}
	}
	return false
}

// Names reports whether an entry that is no pattern names a function: as its key
// has it, or as example.com/lib.T.M; type parameters don't matter.
func Names(entry string, fn *types.Func) bool {
	entry, name := withoutTypeParams(entry), withoutTypeParams(Key(fn))
	return entry == name || entry == Bare(name)
}

// Bare is the name of a method as example.com/lib.T.M.
func Bare(name string) string { return strings.NewReplacer("(", "", ")", "", "*", "").Replace(name) }

// withoutTypeParams makes (*lib.T).M of (*lib.T[E]).M.
func withoutTypeParams(name string) string {
	before, rest, ok := strings.Cut(name, "[")
	if !ok {
		return name
	}
	return before + rest[strings.LastIndexByte(rest, ']')+1:]
}
