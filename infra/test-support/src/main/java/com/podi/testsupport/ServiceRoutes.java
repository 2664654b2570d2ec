package com.podi.testsupport;

import java.util.List;
import java.util.Set;
import org.springframework.context.ApplicationContext;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** The routes of a servlet service, as Spring knows them. */
public final class ServiceRoutes {

    private static final String OURS = "com.podi.";
    private static final String WHAT_ALL_SERVICES_HAVE = "com.podi.starter.";

    private ServiceRoutes() {}

    /** Those of the service's own controllers. */
    public static List<Route> in(ApplicationContext service) {
        return service
                .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .entrySet()
                .stream()
                .filter(entry -> isOwn(entry.getValue().getBeanType().getName()))
                .flatMap(entry -> routes(entry.getKey()).stream())
                .toList();
    }

    private static boolean isOwn(String controller) {
        return controller.startsWith(OURS) && !controller.startsWith(WHAT_ALL_SERVICES_HAVE);
    }

    private static List<Route> routes(RequestMappingInfo mapping) {
        Set<RequestMethod> methods = mapping.getMethodsCondition().getMethods();
        if (methods.isEmpty()) {
            throw new IllegalStateException("a route answers every method: " + mapping);
        }
        return mapping.getPatternValues().stream()
                .flatMap(pattern -> methods.stream().map(method -> Route.of(method.name(), pattern)))
                .toList();
    }
}
