module example.com/ways

go 1.26
