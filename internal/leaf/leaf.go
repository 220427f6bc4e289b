// Package leaf describes packages outside the scope by version: rule I1 of
// package identity. The analyzers and the manifest tool share it, so that their
// identities agree.
//
// What a leaf does is decided by its module's version and checksum, by those of
// all modules that it imports from, and by the release of the standard library.
// A vendored package counts by the content of its folder, as vendor trees can
// be edited.
package leaf

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// std is the key of the standard library's release.
const std = "std"

// A Closure is what a package outside the scope, and all that it imports, add
// up to.
type Closure struct {
	// Versions maps std to the Go release, the path of a module to its version
	// and checksum, and that of a vendored package to its version and content.
	Versions map[string]string
	// Modules maps the paths of modules to their versions as a manifest holds
	// them, and as the runtime finds them in build info.
	Modules map[string]string
	// Unknown, if not empty, says why Versions doesn't tell all.
	Unknown string
	// World, if not empty, is a package of the standard library by which this one
	// or one below it can get at the outside world.
	World string
}

// Std is the closure of a package of the standard library.
func Std(release string) *Closure {
	return &Closure{Versions: map[string]string{std: release}, Modules: map[string]string{}}
}

// ownModule is the module of this package.
const ownModule = "github.com/gocheckpoint/checkpoint"

// IsOwn reports whether a package that is not the main module's belongs to this
// module. Code refers to the runtime by name, whatever its version and wherever
// its source: what it does to a result is in the formats of keys and entries,
// which carry versions of their own.
func IsOwn(module string) bool { return module == ownModule }

// Own is the closure of a package of this module.
func Own() *Closure {
	return &Closure{Versions: map[string]string{ownModule: ""}, Modules: map[string]string{}}
}

// Unknown is the closure of a package that nothing is known of.
func Unknown(why string) *Closure {
	return &Closure{Versions: map[string]string{}, Modules: map[string]string{}, Unknown: why}
}

// Module is the closure of a package of a module, without its imports. The sum
// is the h1 checksum of the module, "" if it is not known.
func Module(path, version, sum string) *Closure {
	c := Unknown("")
	if sum != "" {
		version += " " + sum
	} else {
		c.Unknown = fmt.Sprintf("whose module %s@%s has no known checksum", path, version)
	}
	c.Versions[path] = version
	c.Modules[path] = version
	return c
}

// Vendored is the closure of a package in a vendor folder, without its imports.
func Vendored(pkg, module, version, dir string) *Closure {
	c := Unknown("")
	version += " vendor"
	c.Modules[module] = version
	sum, err := dirSum(dir)
	if err != nil {
		c.Unknown = err.Error()
	}
	c.Versions[pkg] = version + ":" + sum
	return c
}

// Add adds what an import adds up to.
func (c *Closure) Add(d *Closure) {
	maps.Copy(c.Versions, d.Versions)
	maps.Copy(c.Modules, d.Modules)
	c.Unknown = cmp.Or(c.Unknown, d.Unknown)
	c.World = cmp.Or(c.World, d.World)
}

// Leaf is the closure as the identity engine takes it.
func (c *Closure) Leaf() identity.Leaf {
	var version strings.Builder
	for _, k := range slices.Sorted(maps.Keys(c.Versions)) {
		fmt.Fprintf(&version, "%q %q\n", k, c.Versions[k])
	}
	return identity.Leaf{Version: version.String(), Modules: slices.Sorted(maps.Keys(c.Modules)), Unknown: c.Unknown, World: c.World}
}
