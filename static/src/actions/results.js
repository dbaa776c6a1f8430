const CLASSES = {
    positive: "btn-outline-success",
    negative: "btn-outline-danger",
};

/**
 * @param {string} [result] what an outcome means: positive, neutral or negative
 * @returns {string} the class of its button
 */
export function getResultClass(result) {
    return CLASSES[result] || "btn-outline-secondary";
}
