package build

import (
	"fmt"
	"strings"
)

// flagValue is the value of the last flag of that name: "true" for one without
// a value.
func flagValue(flags []string, name string) string {
	value := ""
	for i, f := range flags {
		f = strings.TrimPrefix(strings.TrimPrefix(f, "-"), "-")
		switch {
		case f == name && boolFlags[name]:
			value = "true"
		case f == name && i+1 < len(flags):
			value = flags[i+1]
		case strings.HasPrefix(f, name+"="):
			value = f[len(name)+1:]
		}
	}
	return value
}

// splitFlags cuts a list of flags as the go command does: at spaces, with
// single or double quotes around fields that contain some
// (cmd/internal/quoted.Split).
func splitFlags(s string) ([]string, error) {
	var out []string
	for s = strings.TrimLeft(s, " \t\n\r"); s != ""; s = strings.TrimLeft(s, " \t\n\r") {
		if q := s[0]; q == '\'' || q == '"' {
			end := strings.IndexByte(s[1:], q)
			if end < 0 {
				return nil, fmt.Errorf("unterminated %c string", q)
			}
			out = append(out, s[1:1+end])
			s = s[end+2:]
			continue
		}
		end := strings.IndexAny(s, " \t\n\r")
		if end < 0 {
			end = len(s)
		}
		out = append(out, s[:end])
		s = s[end:]
	}
	return out, nil
}

// joinFlags is the inverse of splitFlags.
func joinFlags(flags []string) (string, error) {
	quoted := make([]string, len(flags))
	for i, f := range flags {
		switch {
		case f != "" && !strings.ContainsAny(f, " \t\n\r") && f[0] != '\'' && f[0] != '"':
			quoted[i] = f
		case !strings.Contains(f, "'"):
			quoted[i] = "'" + f + "'"
		case !strings.Contains(f, `"`):
			quoted[i] = `"` + f + `"`
		default:
			return "", fmt.Errorf("flag %s has both kinds of quotes", f)
		}
	}
	return strings.Join(quoted, " "), nil
}
