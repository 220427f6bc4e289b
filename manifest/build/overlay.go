package build

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"github.com/gocheckpoint/checkpoint/internal/embedfile"
)

// overlayFile is the format of the go command's -overlay.
type overlayFile struct {
	Replace map[string]string
}

func (c Config) abs(name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	dir := c.Dir
	if dir == "" {
		dir, _ = os.Getwd()
	}
	return filepath.Join(dir, name)
}

// readOverlay reads an overlay file and makes its paths absolute.
func readOverlay(name, dir string) (embedfile.Overlay, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("overlay: %w", err)
	}
	var f overlayFile
	if err := json.Unmarshal(data, &f); err != nil {
		return nil, fmt.Errorf("overlay %s: %w", name, err)
	}
	c := Config{Dir: dir}
	out := make(embedfile.Overlay, len(f.Replace))
	for from, to := range f.Replace {
		if to != "" {
			to = c.abs(to)
		}
		out[filepath.Clean(c.abs(from))] = to
	}
	return out, nil
}

// writeOverlay writes an overlay file.
func writeOverlay(name string, o embedfile.Overlay) error {
	data, err := json.MarshalIndent(overlayFile{Replace: o}, "", "\t")
	if err != nil {
		return err
	}
	return os.WriteFile(name, data, 0o666)
}
