package leaf

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"hash"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/zeebo/blake3"
)

// dirSum is a digest of the names and contents of the files of a vendored
// package: those of its folder, and of folders below that hold no package. If
// the package embeds files, it counts all below: what it embeds may look like a
// package.
func dirSum(dir string) (string, error) {
	embeds, err := embedsFiles(dir)
	if err != nil {
		return "", err
	}
	h := blake3.New()
	err = filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir():
			if name != dir && !embeds && len(goFiles(name)) > 0 {
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
	if err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

func addFile(h hash.Hash, rel, name string) error {
	data, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(h, "%q %x\n", rel, blake3.Sum256(data))
	return err
}

// embedsFiles reports whether a Go file of the folder may embed others.
func embedsFiles(dir string) (bool, error) {
	for _, name := range goFiles(dir) {
		data, err := os.ReadFile(name)
		if err != nil {
			return false, err
		}
		if bytes.Contains(data, []byte("//go:embed")) {
			return true, nil
		}
	}
	return false, nil
}

func goFiles(dir string) []string {
	entries, _ := os.ReadDir(dir) // an error shows when the files are read
	var out []string
	for _, e := range entries {
		if !e.IsDir() && filepath.Ext(e.Name()) == ".go" {
			out = append(out, filepath.Join(dir, e.Name()))
		}
	}
	return out
}
