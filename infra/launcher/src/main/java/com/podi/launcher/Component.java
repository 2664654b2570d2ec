package com.podi.launcher;

import com.podi.parts.Part;
import java.util.List;

/**
 * A process of the suite in its place.
 *
 * @param needs the names of those that must be ready before it starts
 */
record Component(Part part, List<String> needs) {
    String name() {
        return part.name();
    }
}
