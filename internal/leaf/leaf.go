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
	"encoding/hex"
	"fmt"
	"hash"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/zeebo/blake3"

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
}

// Std is the closure of a package of the standard library.
func Std(release string) *Closure {
	return &Closure{Versions: map[string]string{std: release}, Modules: map[string]string{}}
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
	if c.Unknown == "" {
		c.Unknown = d.Unknown
	}
}

// Leaf is the closure as the identity engine takes it.
func (c *Closure) Leaf() identity.Leaf {
	var version strings.Builder
	for _, k := range slices.Sorted(maps.Keys(c.Versions)) {
		fmt.Fprintf(&version, "%q %q\n", k, c.Versions[k])
	}
	return identity.Leaf{Version: version.String(), Modules: slices.Sorted(maps.Keys(c.Modules)), Unknown: c.Unknown}
}

// dirSum is a digest of the files of a vendored package: those of its folder,
// and of folders below that hold no package but what it embeds.
func dirSum(dir string) (string, error) {
	h := blake3.New()
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir():
			if name != dir && hasGoFiles(name) {
				return filepath.SkipDir
			}
			return nil
		}
		rel, err := filepath.Rel(dir, name)
		if err != nil {
			return err
		}
		return addFile(h, filepath.ToSlash(rel), name)
	})
	return hex.EncodeToString(h.Sum(nil)), err
}

func addFile(h hash.Hash, rel, name string) error {
	data, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(h, "%q %x\n", rel, blake3.Sum256(data))
	return err
}

func hasGoFiles(dir string) bool {
	files, _ := filepath.Glob(filepath.Join(dir, "*.go"))
	return len(files) > 0
}
