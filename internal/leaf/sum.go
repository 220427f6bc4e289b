package leaf

import (
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/module"
)

// Sums maps "path version" of modules to their h1 checksums.
type Sums map[string]string

// Read adds the sums of a go.sum file; one that is missing holds none.
func (s Sums) Read(name string) {
	data, err := os.ReadFile(name)
	if err != nil {
		return
	}
	for line := range strings.Lines(string(data)) {
		if f := strings.Fields(line); len(f) == 3 && !strings.HasSuffix(f[1], "/go.mod") {
			s[f[0]+" "+f[1]] = f[2]
		}
	}
}

// CachedSum is the h1 checksum that the go command noted when it put a module
// into the module cache: the one that go.sum has. It is "" if there is none.
func CachedSum(cache, path, version string) string {
	p, err := module.EscapePath(path)
	if err != nil {
		return ""
	}
	v, err := module.EscapeVersion(version)
	if err != nil {
		return ""
	}
	data, err := os.ReadFile(filepath.Join(cache, "cache", "download", filepath.FromSlash(p), "@v", v+".ziphash"))
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(data))
}
