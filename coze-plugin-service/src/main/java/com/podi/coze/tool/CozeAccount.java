package com.podi.coze.tool;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.Text;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** The user whose tasks Coze works with, whoever talks to it. */
@Component
public class CozeAccount {

    private static final Text NOT_SET =
            new Text("没有设置Coze调用所用的账号，请联系管理员", "no account is set for calls from Coze, ask the administrator");

    private final String userId;

    public CozeAccount(@Value("${podi.coze.account}") String userId) {
        this.userId = userId;
    }

    public String userId() {
        if (userId.isBlank()) {
            throw ErrorCode.SERVICE_UNAVAILABLE.at("PODI_COZE_ACCOUNT", NOT_SET);
        }
        return userId;
    }
}
