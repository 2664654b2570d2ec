package com.podi.auth.admin;

import com.podi.contracts.envelope.ApiResponse;
import com.podi.contracts.envelope.Page;
import com.podi.contracts.envelope.PageRequest;
import com.podi.starter.security.Caller;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/admin/users")
class UserController {

    private final Users users;

    UserController(Users users) {
        this.users = users;
    }

    @Operation(summary = "Search the users")
    @GetMapping
    ApiResponse<Page<UserItem>> search(@Valid UserFilter filter, @Valid PageRequest page) {
        return ApiResponse.found(users.search(filter, page));
    }

    @Operation(summary = "One user")
    @GetMapping("/{id}")
    ApiResponse<UserView> user(@PathVariable String id) {
        return ApiResponse.found(users.user(id));
    }

    @Operation(summary = "Change the role or the status of a user")
    @PutMapping("/{id}")
    ApiResponse<UserView> change(Caller caller, @PathVariable String id, @Valid @RequestBody UserChange change) {
        return ApiResponse.updated(users.change(caller.userId(), id, change));
    }
}
