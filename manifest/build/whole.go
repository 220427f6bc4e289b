package build

import (
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"
)

// isWhole reports whether what the patterns matched are whole programs: no
// package elsewhere can import one of them. It is so for all packages of the
// main module, and for commands. In a workspace, only LoadAll can tell.
func (env *goEnv) isWhole(patterns []string, matched []*packages.Package) bool {
	if work := env.Vars["GOWORK"]; (work == "" || work == "off") && filepath.IsAbs(env.Vars["GOMOD"]) {
		root := filepath.Dir(env.Vars["GOMOD"])
		if slices.ContainsFunc(patterns, func(p string) bool {
			dir, all := strings.CutSuffix(filepath.FromSlash(p), string(filepath.Separator)+"...")
			return all && (filepath.IsAbs(dir) || dir == "." || strings.HasPrefix(dir, ".")) && env.cfg.abs(dir) == root
		}) {
			return true
		}
	}
	return !slices.ContainsFunc(matched, func(p *packages.Package) bool { return p.Name != "main" || p.ForTest != "" })
}
