package registration

import "slices"

// effective leaves out what an option of a later list replaces, as the runtime
// does (its O2).
func effective(list []Option) []Option {
	slot := func(name string) string {
		switch name {
		case "TTL", "Expiry":
			return "lifetime"
		case "Version", "Static":
			return "version"
		case "When", "Store", "Logger", "HashContext", "KeyBy", "Verify", "Verbosity", "LockWait":
			return name
		}
		return ""
	}
	names := func(name string) bool { return name == "HashBy" || name == "NoHash" }
	var out []Option
	for _, o := range list {
		out = slices.DeleteFunc(out, func(was Option) bool {
			return was.Level != o.Level && slot(o.Name) != "" && slot(was.Name) == slot(o.Name)
		})
		for i := range out {
			was := &out[i]
			if was.Level == o.Level || !names(o.Name) || !names(was.Name) {
				continue // no parameter is named twice
			}
			left := slices.DeleteFunc(slices.Clone(was.Param), func(p Param) bool {
				return slices.ContainsFunc(o.Param, func(q Param) bool { return q.Name == p.Name })
			})
			was.replaced = was.replaced || len(left) == 0 && len(was.Param) > 0 && !was.Vague
			was.Param = left
		}
		out = append(out, o)
	}
	return slices.DeleteFunc(out, func(o Option) bool { return o.replaced })
}
