package identity

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
)

// embedPatterns cuts the arguments of a go:embed directive, which may be
// quoted, as the go command does (go/build.parseGoEmbed).
func embedPatterns(args string) ([]string, error) {
	var list []string
	for args = strings.TrimSpace(args); args != ""; args = strings.TrimLeftFunc(args, unicode.IsSpace) {
		switch args[0] {
		case '"', '`':
			quoted, err := strconv.QuotedPrefix(args)
			if err != nil {
				return nil, fmt.Errorf("invalid quoted string in //go:embed: %s", args)
			}
			path, err := strconv.Unquote(quoted)
			if err != nil {
				return nil, fmt.Errorf("invalid quoted string in //go:embed: %s", quoted)
			}
			list = append(list, path)
			args = args[len(quoted):]
		default:
			end := strings.IndexFunc(args, unicode.IsSpace)
			if end < 0 {
				end = len(args)
			}
			list = append(list, args[:end])
			args = args[end:]
		}
	}
	return list, nil
}
