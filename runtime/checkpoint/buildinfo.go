package checkpoint

import (
	"fmt"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/gocheckpoint/checkpoint/manifest"
)

// setting gives a build setting of the binary, "" if it was not set.
func (env *environment) setting(key string) string {
	if env.build == nil {
		return ""
	}
	for _, s := range env.build.Settings {
		if s.Key == key {
			return s.Value
		}
	}
	return ""
}

// underTest is the import path of the package whose test binary this is. The
// go command calls the main package of one p.test, whatever -o says. A program
// whose own path ends so is taken for a test binary too: it loses manifests, it
// gains none that doesn't hold.
//
// In the tests of a package main, build info has that package's own path. What
// gives it away is that the runtime names its functions by that path, not main
// as in the program. No other package can import a package main, so that none
// but it and its external tests need to know: name is that of the package that
// asks, as the runtime has it.
func (env *environment) underTest(name string) (tested string, ok bool) {
	main := env.mainPath()
	if tested, ok := strings.CutSuffix(main, ".test"); ok {
		return tested, true
	}
	if main != "" && (name == main || name == main+"_test") {
		return main, true
	}
	return "", false
}

// importPath is the import path of a package that the runtime names so.
func (env *environment) importPath(name string) string {
	if main := env.mainPath(); name == "main" && main != "" {
		return main
	}
	return name
}

// target is the configuration of the running binary, as a manifest states it.
func (env *environment) target() manifest.Target {
	t := manifest.Target{
		Go:   env.goVersion,
		OS:   env.setting("GOOS"),
		Arch: env.setting("GOARCH"),
		Cgo:  env.setting("CGO_ENABLED") == "1",
	}
	if tags := env.setting("-tags"); tags != "" {
		list := strings.FieldsFunc(tags, func(r rune) bool { return r == ',' || r == ' ' })
		slices.Sort(list)
		t.Tags = strings.Join(slices.Compact(list), ",")
	}
	for _, tag := range []string{"race", "msan", "asan"} {
		if env.setting("-"+tag) == "true" {
			t.Instrument = tag
		}
	}
	return t
}

// compared are the settings that a manifest's target and modules answer for.
// inert are those that change no function's behaviour, or only that of entries
// that name LinkVars. All others, known and unknown, enter the identity.
var (
	compared = []string{"GOOS", "GOARCH", "CGO_ENABLED", "-tags", "-race", "-msan", "-asan"}
	inert    = []string{"-trimpath", "-buildmode", "-pgo", "-ldflags"}
)

// otherSettings are the settings of the binary that enter every identity from a
// manifest, in the order of their keys.
func (env *environment) otherSettings() []debug.BuildSetting {
	var out []debug.BuildSetting
	for _, s := range env.build.Settings {
		if slices.Contains(compared, s.Key) || slices.Contains(inert, s.Key) ||
			strings.HasPrefix(s.Key, "vcs") || strings.HasPrefix(s.Key, "-cover") {
			continue
		}
		if s.Value == "" {
			continue // as CGO_CFLAGS, which is there, though empty, unless -trimpath conceals it
		}
		out = append(out, s)
	}
	slices.SortStableFunc(out, func(a, b debug.BuildSetting) int { return strings.Compare(a.Key, b.Key) })
	return out
}

// version gives a dependency's version and checksum as manifests hold them. A
// vendored module has no sum in build info; a replacement by a folder has no
// version either.
func version(dep *debug.Module) (version, sum string) {
	if dep.Replace != nil {
		dep = dep.Replace
	}
	return dep.Version, dep.Sum
}

// moduleDrift says how the binary's modules differ from those that a manifest
// was computed against, "" if they don't.
func (env *environment) moduleDrift(modules map[string]string) string {
	for _, path := range sortedKeys(modules) {
		want := modules[path]
		i := slices.IndexFunc(env.build.Deps, func(d *debug.Module) bool { return d.Path == path })
		if i < 0 {
			return fmt.Sprintf("it was computed with module %s %s, which this binary does not contain", path, want)
		}
		v, sum := version(env.build.Deps[i])
		if v != "" && sum != "" && want == v+" "+sum {
			continue
		}
		if v != "" && sum == "" && want == v+" vendor" {
			continue // built from a vendor folder, for which build info has no sum
		}
		return fmt.Sprintf("it was computed with module %s %s, but this binary was built with %s", path, want, strings.TrimSpace(v+" "+sum))
	}
	return ""
}

// under reports whether pkg lies in the tree whose root is path.
func under(pkg, path string) bool { return pkg == path || strings.HasPrefix(pkg, path+"/") }

// moduleOf finds the module that a package belongs to: the longest module path
// that is the package's or ends before a slash of it. It is nil for the
// standard library and for what is unknown. main tells the main module.
func (env *environment) moduleOf(pkg string) (mod *debug.Module, main bool) {
	if env.build == nil {
		return nil, false
	}
	better := func(path string) bool {
		return path != "" && under(pkg, path) && (mod == nil || len(path) > len(mod.Path))
	}
	if better(env.build.Main.Path) {
		mod, main = &env.build.Main, true
	}
	for _, dep := range env.build.Deps {
		if better(dep.Path) {
			mod, main = dep, false
		}
	}
	return mod, main
}
